/// Measures Fairlead beside what a user would pick instead, in one run. Knows it only by its
/// launcher, its command line and its URLs.
@NullMarked
package dev.fairlead.benchmarks;

import org.jspecify.annotations.NullMarked;
