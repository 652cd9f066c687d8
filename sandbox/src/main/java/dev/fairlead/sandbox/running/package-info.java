/// What every sandbox keeps while its steps run, however it holds them: a folder, pipes, the count
/// of what they write, and what they all see.
@NullMarked
package dev.fairlead.sandbox.running;

import org.jspecify.annotations.NullMarked;
