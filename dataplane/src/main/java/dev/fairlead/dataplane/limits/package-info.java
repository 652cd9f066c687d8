/// How often somebody may ask: buckets of tokens, here and together with other instances. Knows
/// nothing of functions or HTTP.
@NullMarked
package dev.fairlead.dataplane.limits;

import org.jspecify.annotations.NullMarked;
