@NullMarked
package io.oncegate.architecture.orders.web;

import org.jspecify.annotations.NullMarked;
