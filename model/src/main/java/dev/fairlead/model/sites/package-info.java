/// What a site is made of, as it is kept and served: files, rules, options. Serves nothing.
@NullMarked
package dev.fairlead.model.sites;

import org.jspecify.annotations.NullMarked;
