/** The Redis store against the contract of all stores, its scripts and its bytes, in a real Redis. */
@NullMarked
package io.oncegate.redis;

import org.jspecify.annotations.NullMarked;
