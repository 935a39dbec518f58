SELECT set_config('quittance.creditors', $1, true)
