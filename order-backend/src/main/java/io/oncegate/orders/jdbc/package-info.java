/** Orders in PostgreSQL and in MariaDB or MySQL, where the unique constraint has the last word. */
@NullMarked
package io.oncegate.orders.jdbc;

import org.jspecify.annotations.NullMarked;
