/// What of ours runs inside the sandbox, with the rights of the stranger. Uses the JDK alone, since
/// its one class file is copied there.
@NullMarked
package dev.fairlead.sandbox.inside;

import org.jspecify.annotations.NullMarked;
