/// Commands about organizations and who belongs to them.
@NullMarked
package dev.fairlead.cli.organizations;

import org.jspecify.annotations.NullMarked;
