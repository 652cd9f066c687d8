/// Domains of projects: claimed, proven, published. Asks for no certificate.
@NullMarked
package dev.fairlead.controlplane.control.domains;

import org.jspecify.annotations.NullMarked;
