/// What is deployed: a folder, what its project file says, and how it travels.
@NullMarked
package dev.fairlead.cli.sources;

import org.jspecify.annotations.NullMarked;
