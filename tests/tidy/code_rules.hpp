// Rules about what the code does: purity of core and engine, coroutines, switches, sleeps.
#pragma once

#include "tests/tidy/project_tree.hpp"

namespace gridwhistle::tidy {

// No clock, chance, I/O, thread or coroutine in core and engine.
breaches impure_words(const project_tree& tree);
// No throw and no catch in core and engine.
breaches exceptions_in_the_core(const project_tree& tree);
// g++ 12.2 destroys what is built inside a co_await expression twice: no brace and no capturing
// bracket after it, no unclosed bracket before it. Flags some safe forms too; a name cures those as
// well.
breaches things_built_inside_co_await(const project_tree& tree);
// The same bug in another place.
breaches default_arguments_of_coroutines(const project_tree& tree);
// Its captures live in the closure, which may be gone when it wakes.
breaches capturing_lambda_coroutines(const project_tree& tree);
// A switch over our enumerations names every value.
breaches switches_with_default(const project_tree& tree);
breaches sleeps_in_tests(const project_tree& tree);
breaches bool_parameters(const project_tree& tree);

}  // namespace gridwhistle::tidy
