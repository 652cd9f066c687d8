/// Changes records of a zone, so that an authority can read them. Knows no domain and no authority.
@NullMarked
package dev.fairlead.certificates.dns;

import org.jspecify.annotations.NullMarked;
