/** The order service over HTTP (contract 9). */
@NullMarked
package io.oncegate.orders.web;

import org.jspecify.annotations.NullMarked;
