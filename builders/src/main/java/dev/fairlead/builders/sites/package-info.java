/// Folders of files to sites: which are served, as what, by which rules. Serves nothing.
@NullMarked
package dev.fairlead.builders.sites;

import org.jspecify.annotations.NullMarked;
