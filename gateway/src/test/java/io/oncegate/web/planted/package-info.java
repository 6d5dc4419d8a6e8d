/** A violation of the arrows, planted so that their test can be seen to fail. */
@NullMarked
package io.oncegate.web.planted;

import org.jspecify.annotations.NullMarked;
