/// Routes of domains and certificates.
@NullMarked
package dev.fairlead.controlplane.api.domains;

import org.jspecify.annotations.NullMarked;
