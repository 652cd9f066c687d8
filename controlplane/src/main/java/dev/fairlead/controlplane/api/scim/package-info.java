/// SCIM 2.0 (RFC 7643, RFC 7644): how a directory tells who belongs to an organization.
@NullMarked
package dev.fairlead.controlplane.api.scim;

import org.jspecify.annotations.NullMarked;
