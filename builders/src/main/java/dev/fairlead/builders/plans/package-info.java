/// Images of folders without a Dockerfile: what is in a folder, the plan for its image, and the
/// image itself, which needs no engine to be made. Who takes it in is not here.
@NullMarked
package dev.fairlead.builders.plans;

import org.jspecify.annotations.NullMarked;
