/// What the data plane answers by: made from the store, kept on disk, pushed. Answers nothing
/// itself.
@NullMarked
package dev.fairlead.controlplane.control.routes;

import org.jspecify.annotations.NullMarked;
