/// How the server would make an app's image, told without it.
@NullMarked
package dev.fairlead.cli.local.plans;

import org.jspecify.annotations.NullMarked;
