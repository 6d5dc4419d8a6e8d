package io.oncegate.architecture.orders.web;

import javax.sql.DataSource;

/** Breaks a rule on purpose. */
public record PlantedJdbcInTheWeb(DataSource dataSource) {}
