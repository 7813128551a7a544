"""Commands of children, caregivers and the sample family."""
