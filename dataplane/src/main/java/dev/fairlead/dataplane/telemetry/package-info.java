/// What the data plane tells of its work: listeners it declares and others connect.
@NullMarked
package dev.fairlead.dataplane.telemetry;

import org.jspecify.annotations.NullMarked;
