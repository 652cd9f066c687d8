/// Commands of domains and their certificates.
@NullMarked
package dev.fairlead.cli.domains;

import org.jspecify.annotations.NullMarked;
