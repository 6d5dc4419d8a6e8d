/** Puts the filter into any Spring Cloud Gateway that has this jar on its class path. */
@NullMarked
package io.oncegate.autoconfigure;

import org.jspecify.annotations.NullMarked;
