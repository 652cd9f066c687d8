/// The typed route table: what each route takes, gives, needs and fails with, in one place. Serves
/// it and describes it; the routes themselves live with their features.
@NullMarked
package dev.fairlead.controlplane.api.routes;

import org.jspecify.annotations.NullMarked;
