/// Makes a stack's description of a folder with a compose file: chooses its entry, has an engine
/// take and build its images.
@NullMarked
package dev.fairlead.builders.stacks;

import org.jspecify.annotations.NullMarked;
