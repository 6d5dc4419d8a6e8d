/** How the packages may know each other. */
@NullMarked
package io.oncegate;

import org.jspecify.annotations.NullMarked;
