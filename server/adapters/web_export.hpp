// The figures as a file that a browser keeps: the sheets that `gridwhistle report` writes.
#pragma once

#include "proto/whistle.pb.h"
#include "server/adapters/web_request.hpp"

namespace gridwhistle {

// Pages of rows in one file; more are left out, and a file of so many rows is nobody's report.
constexpr int export_pages_max = 64;

// Slow. CSV has the figures alone; XLSX has them, what each holder held, and the definitions. wish:
// its query was answered with that table.
web_response exported(const v1::FigureTable& table, const web_export& wish);

}  // namespace gridwhistle
