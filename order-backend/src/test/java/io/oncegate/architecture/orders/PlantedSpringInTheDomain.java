package io.oncegate.architecture.orders;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Breaks a rule on purpose. */
public record PlantedSpringInTheDomain(JdbcClient client) {}
