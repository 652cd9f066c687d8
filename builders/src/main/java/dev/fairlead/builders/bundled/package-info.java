/// Scripts that need more than being put together: TypeScript, packages of npm, and builds of their
/// own. Plain JavaScript is handed on to `languages`.
@NullMarked
package dev.fairlead.builders.bundled;

import org.jspecify.annotations.NullMarked;
