/// Which part of a SAML message is signed by a key that we know. Not what the part says.
@NullMarked
package dev.fairlead.identity.saml.signature;

import org.jspecify.annotations.NullMarked;
