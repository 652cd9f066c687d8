/// The way to PostgreSQL: pools, tenants, migrations. The stores of each feature are one floor in.
@NullMarked
package dev.fairlead.controlplane.store;

import org.jspecify.annotations.NullMarked;
