/** Feedback from customers: a service behind the gateway that knows nothing of keys. */
@NullMarked
package io.oncegate.feedback;

import org.jspecify.annotations.NullMarked;
