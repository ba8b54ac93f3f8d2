"""The reviewer: where a person amends a plan."""
