/// What every comparison needs: processes, loads, figures.
@NullMarked
package dev.fairlead.benchmarks.measuring;

import org.jspecify.annotations.NullMarked;
