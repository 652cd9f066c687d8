/// Commands about the installation and this machine's access to it.
@NullMarked
package dev.fairlead.cli.installation;

import org.jspecify.annotations.NullMarked;
