/** Feedback in a database. */
@NullMarked
package io.oncegate.feedback.jdbc;

import org.jspecify.annotations.NullMarked;
