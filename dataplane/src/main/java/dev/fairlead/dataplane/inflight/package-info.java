/// What is under way at each version of a service, and how it ends: the numbers that drains and
/// receipts are made of. Answers nothing itself.
@NullMarked
package dev.fairlead.dataplane.inflight;

import org.jspecify.annotations.NullMarked;
