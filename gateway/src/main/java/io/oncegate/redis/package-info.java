/** Entries in Redis: one key each, one script for each transition, Redis's clock as the only clock. */
@NullMarked
package io.oncegate.redis;

import org.jspecify.annotations.NullMarked;
