// The body of Asio, compiled here and nowhere else: a second and a half less for each of 70 files.
#include <boost/asio/impl/src.hpp>
