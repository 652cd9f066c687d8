/// Certificates of proven domains: brought by their owners, or asked for and renewed in time.
@NullMarked
package dev.fairlead.controlplane.control.certificates;

import org.jspecify.annotations.NullMarked;
