/** The shipped gateway as a whole, in front of a real upstream. */
@NullMarked
package io.oncegate.app;

import org.jspecify.annotations.NullMarked;
