/// Whether a request was signed with a secret of the function it calls (RFC 9421, RFC 9530), now
/// and for the first time. Keeps no secrets; which nonces were used is remembered elsewhere, too.
@NullMarked
package dev.fairlead.dataplane.signing;

import org.jspecify.annotations.NullMarked;
