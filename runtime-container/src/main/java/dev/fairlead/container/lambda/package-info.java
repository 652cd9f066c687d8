/// Runs images that have a Lambda runtime in them: they listen nowhere, and ask for events at a
/// door of their own.
@NullMarked
package dev.fairlead.container.lambda;

import org.jspecify.annotations.NullMarked;
