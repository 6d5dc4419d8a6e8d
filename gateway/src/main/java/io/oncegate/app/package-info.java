/** The gateway that is shipped: identities, an embedded Redis for trials. Only its own main class finds any of it. */
@NullMarked
package io.oncegate.app;

import org.jspecify.annotations.NullMarked;
