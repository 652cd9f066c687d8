/// What a request is addressed to: a host, ours or a domain's, and a service below it.
@NullMarked
package dev.fairlead.dataplane.addresses;

import org.jspecify.annotations.NullMarked;
