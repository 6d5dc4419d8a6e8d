/** The runnable order service: wiring, configuration and the embedded database. */
@NullMarked
package io.oncegate.orders.app;

import org.jspecify.annotations.NullMarked;
