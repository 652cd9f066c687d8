/// Certificates and keys as files, read with every doubt. Keeps nothing.
@NullMarked
package dev.fairlead.certificates.pem;

import org.jspecify.annotations.NullMarked;
