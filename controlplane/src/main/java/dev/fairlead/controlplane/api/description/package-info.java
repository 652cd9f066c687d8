/// Describes the route table as OpenAPI. Serves nothing.
@NullMarked
package dev.fairlead.controlplane.api.description;

import org.jspecify.annotations.NullMarked;
