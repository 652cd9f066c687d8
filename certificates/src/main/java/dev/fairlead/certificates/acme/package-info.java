/// Asks an authority for certificates (RFC 8555). Answers no challenge itself.
@NullMarked
package dev.fairlead.certificates.acme;

import org.jspecify.annotations.NullMarked;
