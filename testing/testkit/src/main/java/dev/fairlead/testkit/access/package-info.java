/// What every gatekeeper must do, and one for tests.
@NullMarked
package dev.fairlead.testkit.access;

import org.jspecify.annotations.NullMarked;
