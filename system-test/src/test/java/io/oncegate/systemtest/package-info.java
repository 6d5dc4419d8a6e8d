/** Both applications and their servers as real processes, and what they do together. */
@NullMarked
package io.oncegate.systemtest;

import org.jspecify.annotations.NullMarked;
