/// Mail to people, by SMTP.
@NullMarked
package dev.fairlead.identity.mail;

import org.jspecify.annotations.NullMarked;
